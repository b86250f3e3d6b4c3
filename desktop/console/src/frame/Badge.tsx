import type { SlotRecord } from '#shared/api/records.ts';
import { Icon, type IconName } from './Icon.tsx';

/** A short word in a frame. The word carries the meaning; the tone only helps to find it. */
export const Badge = ({
  tone,
  icon,
  children,
}: {
  readonly tone: 'plain' | 'good' | 'warn' | 'bad' | 'night';
  readonly icon?: IconName;
  readonly children: string;
}) => (
  <span className={`badge badge-${tone}`}>
    {icon !== undefined && <Icon name={icon} />}
    {children}
  </span>
);

const STATES = {
  heard: { text: 'Heard', icon: 'ring', tone: 'plain' },
  read_back: { text: 'Read back', icon: 'half', tone: 'plain' },
  confirmed: { text: 'Confirmed', icon: 'check', tone: 'good' },
  unconfirmed: { text: 'Not confirmed', icon: 'alert', tone: 'warn' },
} as const satisfies Record<SlotRecord['state'], { text: string; icon: IconName; tone: 'plain' | 'good' | 'warn' }>;

/** How sure we are of a fact. */
export const FactBadge = ({ state }: { readonly state: SlotRecord['state'] }) => {
  const { text, icon, tone } = STATES[state];
  return (
    <Badge tone={tone} icon={icon}>
      {text}
    </Badge>
  );
};

const URGENT = {
  life_safety: { text: 'Life safety', tone: 'bad' },
  emergency: { text: 'Emergency', tone: 'bad' },
  urgent: { text: 'Urgent', tone: 'warn' },
} as const;

/** Nothing for routine work. */
export const UrgencyBadge = ({ urgency }: { readonly urgency: string }) => {
  const shown = Object.entries(URGENT).find(([code]) => code === urgency)?.[1];
  if (shown === undefined) return null;
  return (
    <Badge tone={shown.tone} icon="alert">
      {shown.text}
    </Badge>
  );
};
