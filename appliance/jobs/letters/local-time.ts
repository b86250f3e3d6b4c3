/** `Monday, November 23, 9:00 PM to 11:00 PM (America/New_York)` */
export const formatWindow = (startsAt: number, endsAt: number, zone: string): string => {
  const day = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'long', month: 'long', day: 'numeric' });
  const time = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', minute: '2-digit' });
  const plain = (text: string): string => text.replace(/\u202f/gu, ' ');
  return `${day.format(startsAt)}, ${plain(time.format(startsAt))} to ${plain(time.format(endsAt))} (${zone})`;
};
