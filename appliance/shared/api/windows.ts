import { Type, type Static } from 'typebox';

/** What is asked of the schedule by hand. */
export const WindowQuery = Type.Object(
  {
    service: Type.String({ minLength: 1, maxLength: 80, description: 'code of a service type' }),
    date: Type.Optional(
      Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$', description: 'one local day alone' }),
    ),
    emergency: Type.Optional(Type.Boolean({ description: 'what is kept for emergencies may be taken' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 20 })),
  },
  { additionalProperties: false },
);
export type WindowQuery = Static<typeof WindowQuery>;

const Window = Type.Object({
  id: Type.String({ description: '`2026-11-23T21:00/23:00`, local wall time' }),
  startsAt: Type.Integer({ description: 'epoch ms' }),
  endsAt: Type.Integer({ description: 'epoch ms' }),
  technicians: Type.Array(Type.String(), { description: 'who would come' }),
});

/** Windows that can be kept now, best first, and why the others cannot. */
export const WindowList = Type.Object({
  zone: Type.String({ description: 'IANA' }),
  windows: Type.Array(
    Type.Object({
      ...Window.properties,
      afterHours: Type.Boolean(),
      further: Type.Array(Window, { description: 'the visits that follow, booked with it or not at all' }),
    }),
  ),
  refused: Type.Array(
    Type.Object({
      id: Type.String(),
      reason: Type.String({ description: '`full`, `reserve`, `skills`, `lead_time`, `holiday` ...' }),
      technicians: Type.Record(Type.String(), Type.Integer(), {
        description: 'for how many technicians each reason stood in the way',
      }),
    }),
  ),
});
export type WindowList = Static<typeof WindowList>;
