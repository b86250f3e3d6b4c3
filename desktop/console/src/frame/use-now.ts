import { useEffect, useState } from 'react';

/** The box's business time, epoch ms, once a second. */
export const useNow = (clockOffset: number): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1_000);
    return () => window.clearInterval(timer);
  }, []);
  return now + clockOffset;
};
