/** Where a variable is; slacks (row activities) are variables n .. n + m - 1. */
export const AT_LOWER = 0;
export const AT_UPPER = 1;
/** Held between its bounds: a free variable not yet used, or one whose curvature vanished. */
export const HELD = 2;
export const SUPERBASIC = 3;
export const BASIC = 4;
