import { userInfo } from 'node:os';

/** The account that types, for the record of who changed something; '' where the system knows none. */
export const whoTypes = (): string => {
  try {
    return userInfo().username.slice(0, 60);
  } catch {
    return '';
  }
};
