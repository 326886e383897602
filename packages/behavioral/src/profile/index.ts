export type { InvestorProfile } from "./investor-profile.ts";
export type { ProfileEstimate } from "./profile-estimate.ts";
