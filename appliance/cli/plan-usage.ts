import { usageOf } from './arguments.ts';

/** A flag of `pilot plan` that means nothing. */
export const usage = usageOf('plan');
