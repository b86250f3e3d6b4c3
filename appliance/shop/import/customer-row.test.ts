import { expect, it } from 'vitest';
import { customersFile } from '#fixtures/import/customers-csv.ts';
import { readCustomerRow, type RowResult, type CustomerRow } from './customer-row.ts';
import { guessMapping } from './guess.ts';
import { bindMapping } from './mapping.ts';
import { presetOf } from './presets.ts';
import { readCsv } from './read-csv.ts';
import { readDate, readMoney, readPhone, readZip } from './values.ts';

const STATES: Readonly<Record<string, string>> = { OH: 'OH', OHIO: 'OH', TX: 'TX', 'NEW YORK': 'NY', NY: 'NY' };
const stateOf = (text: string): string | null => STATES[text.toUpperCase()] ?? null;
const isState = (text: string): boolean => stateOf(text) !== null;

const rowsIn = (text: string): RowResult<CustomerRow>[] => {
  const table = readCsv(text);
  const { mapping } = guessMapping('customers', table.header, table.rows, { isState });
  const bind = bindMapping(mapping, table.header);
  return table.rows.map(({ cells }) => readCustomerRow(bind(cells), { stateOf, homeState: 'OH' }));
};
const rowIn = (text: string): CustomerRow => {
  const [first] = rowsIn(text);
  if (first?.ok !== true) throw new Error(JSON.stringify(first));
  return first.row;
};
const faultsIn = (text: string) => rowsIn(text).map((result) => (result.ok ? [] : result.faults));

it('takes a customer with contacts and a place out of one row', () => {
  expect(
    rowIn(
      'Client ID,Full Name,Company Name,Cell,Work Phone,E-Mail,Address,City,ST,Zip Code,Labels,Comments\n' +
        '77,"Vance, Jo",Vance LLC,(937) 555-0121,937.555.0122 ext 9,JO@Example.com; N/A,12 Oak St. Apt 4,Springfield,Ohio,4503-1234,"vip, member","rings twice"',
    ),
  ).toEqual({
    sourceId: '77',
    name: 'Jo Vance',
    company: 'Vance LLC',
    contacts: [
      { kind: 'phone', value: '+19375550121' },
      { kind: 'phone', value: '+19375550122', extension: '9', label: 'work' },
      { kind: 'email', value: 'jo@example.com' },
    ],
    place: { houseNumber: '12', street: 'Oak St.', unit: 'Apt 4', city: 'Springfield', state: 'OH', zip: '04503' },
    billTo: null,
    notes: 'rings twice',
    tags: ['vip', 'member'],
    doNotService: null,
  });
});

it.each([
  ['12 Oak Street, Springfield, OH 45503', ['12', 'Oak Street', null, 'Springfield', 'OH', '45503']],
  [
    '12 Oak Street Unit B, Springfield OH 45503-1212, USA',
    ['12', 'Oak Street', 'Unit B', 'Springfield', 'OH', '45503'],
  ],
  ['9-11 Elm Ct, New Town, New York', ['9-11', 'Elm Ct', null, 'New Town', 'NY', null]],
  ['RR 2 Box 5, Troy, OH', ['', 'RR 2 Box 5', null, 'Troy', 'OH', null]],
])('splits the address %s', (address, [houseNumber, street, unit, city, state, zip]) => {
  expect(rowIn(`Name,Full Address\nAnn,"${address}"`).place).toEqual({ houseNumber, street, unit, city, state, zip });
});

it('says of each row everything that keeps it from landing, and never what stood there', () => {
  const faults = faultsIn(
    'Name,Phone,Email,Street,City,State,Zip\n,937-555-01,x@,1 Oak St,,OH,123456\nAnn,call first,,1 Oak St,Troy,Ohioo,45373\nBen,1.9375E+10,,,,,',
  );
  expect(faults).toEqual([
    [
      { column: 'Name', reason: 'no name' },
      { column: 'Phone', reason: '8 digits make no phone number' },
      { column: 'Email', reason: 'this is no e-mail address' },
      { column: 'City', reason: 'no city' },
      { column: 'Zip', reason: 'this is no ZIP code' },
    ],
    [
      { column: 'Phone', reason: 'words stand in the number' },
      { column: 'State', reason: 'this is no state' },
    ],
    [{ column: 'Phone', reason: 'the spreadsheet has rounded this number' }],
  ]);
});

it('keeps a town without a street as a note, and takes the place of the bill where there is no other', () => {
  expect(rowIn('Name,City,State,Zip\nAnn,Troy,OH,45373')).toMatchObject({ place: null, notes: 'Troy, OH 45373' });
  expect(rowIn('Name,Billing Street,Billing City,Billing State\nAnn,1 Oak St,Troy,OH')).toMatchObject({
    place: { street: 'Oak St', city: 'Troy' },
    billTo: null,
  });
  expect(
    rowIn('Name,Street,City,State,Billing Street,Billing City,Billing State\nAnn,1 Oak St,Troy,OH,PO Box 9,Dayton,OH')
      .billTo,
  ).toBe('PO Box 9, Dayton, OH');
});

it('guesses columns by what stands in them where their names say nothing', () => {
  const table = readCsv(
    'A,B,C,D\nAnn Lee,9375550121,ann@example.com,45503\nBen Lee,(937) 555-0122,ben@example.com,45504',
  );
  expect(guessMapping('customers', table.header, table.rows, { isState }).columns).toEqual([
    { column: 'A', field: null, because: 'nothing' },
    { column: 'B', field: 'phone', because: 'values' },
    { column: 'C', field: 'email', because: 'values' },
    { column: 'D', field: 'zip', because: 'values' },
  ]);
});

it.each([
  [
    'housecall-pro',
    'Customer,First Name,Last Name,Email,Company,Mobile Phone,Home Phone,Customer Tags,Address,Street,Street Line 2,City,State',
  ],
  [
    'jobber',
    'J-ID,Display Name,First Name,Last Name,Main Phone #s,E-mails,Service Street 1,Service City,Service State,Service Zip code,Billing Street 1',
  ],
  [
    'servicetitan',
    'Customer ID,Customer Name,Location ID,Location Name,Location Street,Location City,Location State,Location Zip,Phone,Email',
  ],
])('knows an export of %s by its columns', (name, line) => {
  const header = line.split(',');
  expect(presetOf('customers', header)?.name).toBe(name);
  const { mapping, columns } = guessMapping('customers', header, [], { isState });
  expect(mapping.source).toBe(name);
  const fields = mapping.columns.map(({ field }) => field);
  expect(fields).toEqual(expect.arrayContaining(['phone', 'email', 'street', 'city', 'state']));
  expect(fields.some((field) => field === 'name' || field === 'first_name')).toBe(true);
  expect(
    columns
      .filter(({ column }) => /^(?:Address|Location Name|Location ID)$/u.test(column))
      .every(({ field }) => field === null),
  ).toBe(true);
});

it('refuses a mapping that names what is not there', () => {
  const bind = (column: string, field: string) => () =>
    bindMapping(
      {
        kind: 'customers',
        source: 'csv',
        columns: [
          { column: 'Name', field: 'name' },
          { column, field },
        ],
      },
      ['Name', 'X'],
    );
  for (const [column, field] of [
    ['Y', 'city'],
    ['X', 'colour'],
    ['X', 'name'],
  ] as const)
    expect(bind(column, field)).toThrow(
      expect.objectContaining({ code: 'import.mapping', fix: expect.any(String) as string }),
    );
});

it('reads numbers, amounts and dates as people write them', () => {
  expect(readPhone('tel. +44 20 7946 0958')).toEqual({ ok: true, value: { phone: '+442079460958' } });
  expect(readZip('45503-1234')).toEqual({ ok: true, value: '45503' });
  expect([readMoney('$1,234.5'), readMoney('89'), readMoney('12,5').ok]).toEqual([
    { ok: true, value: 123_450 },
    { ok: true, value: 8900 },
    false,
  ]);
  expect([readDate('3/4/26'), readDate('3/4/2026', 'day first'), readDate('2026-02-30').ok]).toEqual([
    { ok: true, value: '2026-03-04' },
    { ok: true, value: '2026-04-03' },
    false,
  ]);
});

it('lands every row of a large file but those that are wrong', () => {
  const file = customersFile(7, 5000, 250);
  const table = readCsv(file.text);
  expect([table.rows.length, table.broken]).toEqual([5000, []]);
  const results = rowsIn(file.text);
  const rejected = table.rows.flatMap(({ line }, at) => {
    const result = results[at];
    return result === undefined || result.ok ? [] : [[line, result.faults.map(({ reason }) => reason).join()] as const];
  });
  expect(rejected.map(([line]) => line)).toEqual([...file.wrong.keys()]);
  for (const [line, reason] of rejected) expect(reason).toContain(file.wrong.get(line));
});
