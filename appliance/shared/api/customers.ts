import { Type, type Static } from 'typebox';
import { exactly, Id, Instant, nullable, oneOf, Short, Version } from './parts.ts';
import { LocationRecord } from './places.ts';
import { NoteRecord } from './notes.ts';

export const ContactKind = oneOf(['phone', 'email']);

const contactDetails = {
  extension: nullable(Type.String({ pattern: '^[0-9]{1,8}$' })),
  label: nullable(Type.String({ minLength: 1, maxLength: 40, description: 'mobile, work, tenant ...' })),
  person: nullable(
    Type.String({ minLength: 1, maxLength: 120, description: 'who answers there, where that is not the customer' }),
  ),
  confirmed: Type.Boolean(),
};

/** A phone number in any usual form, or an e-mail address. */
export const NewContact = Type.Object(
  { kind: ContactKind, value: Short(254), ...Type.Partial(Type.Object(contactDetails)).properties },
  exactly,
);
export type NewContact = Static<typeof NewContact>;

export const ContactPatch = Type.Partial(Type.Object({ value: Short(254), ...contactDetails }, exactly));
export type ContactPatch = Static<typeof ContactPatch>;

export const ContactRecord = Type.Object({
  id: Id,
  version: Version,
  kind: ContactKind,
  value: Type.String({ description: 'E.164 for phones' }),
  ...contactDetails,
});
export type ContactRecord = Static<typeof ContactRecord>;

/** Who pays, where that is not who lives there. */
export const BillTo = Type.Object(
  {
    name: Short(),
    address: Type.Optional(Type.String({ maxLength: 300 })),
    email: Type.Optional(Type.String({ maxLength: 254 })),
    phone: Type.Optional(Type.String({ maxLength: 40 })),
  },
  exactly,
);
export type BillTo = Static<typeof BillTo>;

const customerDetails = {
  company: nullable(Short()),
  billTo: nullable(BillTo),
  doNotService: nullable(
    Type.String({ minLength: 1, maxLength: 300, description: 'why we do not work for them; null: we do' }),
  ),
  tags: Type.Array(Short(40), { maxItems: 40 }),
};

export const NewCustomer = Type.Object(
  {
    name: Short(),
    nameConfirmed: Type.Optional(Type.Boolean()),
    contacts: Type.Array(NewContact, { maxItems: 20 }),
    notes: Type.Optional(Type.String({ minLength: 1, maxLength: 4000, description: 'kept as the first note' })),
    ...Type.Partial(Type.Object(customerDetails)).properties,
  },
  exactly,
);
export type NewCustomer = Static<typeof NewCustomer>;

export const CustomerPatch = Type.Partial(
  Type.Object(
    {
      name: Short(),
      nameConfirmed: Type.Boolean(),
      ...customerDetails,
      preferredTechnicians: Type.Array(Id, { maxItems: 20, description: 'whom they would rather have' }),
    },
    exactly,
  ),
);
export type CustomerPatch = Static<typeof CustomerPatch>;

/** `service`: about their own visits; `marketing`: everything else. */
export const NewConsent = Type.Object(
  {
    channel: oneOf(['sms', 'call', 'email']),
    kind: oneOf(['service', 'marketing']),
    given: Type.Boolean({ description: 'false: withdrawn' }),
    evidence: Type.String({ minLength: 1, maxLength: 500, description: 'where that stands: a form, a letter, a call' }),
  },
  exactly,
);
export type NewConsent = Static<typeof NewConsent>;

export const ConsentRecord = Type.Object({ id: Id, ...NewConsent.properties, actor: Type.String(), at: Instant });
export type ConsentRecord = Static<typeof ConsentRecord>;

export const CustomerSummary = Type.Object({
  id: Id,
  version: Version,
  name: Type.String(),
  company: nullable(Type.String()),
  phones: Type.Array(Type.String()),
  emails: Type.Array(Type.String()),
  place: nullable(Type.String({ description: 'the newest of their places, as one writes it' })),
  doNotService: nullable(Type.String()),
  tags: Type.Array(Type.String()),
  createdAt: Instant,
});
export type CustomerSummary = Static<typeof CustomerSummary>;

export const CustomerRecord = Type.Object({
  id: Id,
  version: Version,
  name: Type.String(),
  nameConfirmed: Type.Boolean(),
  ...customerDetails,
  contacts: Type.Array(ContactRecord),
  locations: Type.Array(LocationRecord),
  preferredTechnicians: Type.Array(Type.Object({ id: Id, name: Type.String() })),
  notes: Type.Array(NoteRecord),
  consents: Type.Array(ConsentRecord, { description: 'what holds now, of each channel and kind' }),
  mergedInto: nullable(Id),
  erasedAt: nullable(Instant),
  createdAt: Instant,
});
export type CustomerRecord = Static<typeof CustomerRecord>;

/** One thing that happened to a record. A change's body holds `before` and `after` of the changed fields. */
export const HistoryEntry = Type.Object({
  id: Id,
  at: Instant,
  subject: Type.Object({ kind: Type.String(), id: Type.String() }),
  kind: Type.String(),
  actor: Type.String(),
  reason: Type.String(),
  body: Type.Record(Type.String(), Type.Unknown()),
});
export type HistoryEntry = Static<typeof HistoryEntry>;
