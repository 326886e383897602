/** Form of the covariance matrices: one variance a state, a diagonal a state, one full matrix for all, a full matrix a state. */
export type CovarianceForm = "spherical" | "diagonal" | "tied" | "full";
