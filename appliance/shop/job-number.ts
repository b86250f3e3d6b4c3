/** The first job of a new shop is J-1001: four digits read well on the phone. */
export const FIRST_JOB_NUMBER = 1001;

/** `J-1042` */
export const formatJobNumber = (number: number): string => `J-${number}`;
