/** As much of JSON Schema as routes use. */
interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly patternProperties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly description?: string;
}

/** A JSON Schema as people read it: like a type of TypeScript, with what its fields mean behind them. */
export const typeText = (schema: object, indent = ''): string => {
  const shape = schema as Shape;
  if ('const' in shape) return JSON.stringify(shape.const);
  if (shape.anyOf !== undefined) return shape.anyOf.map((one) => typeText(one, indent)).join(' | ');
  if (shape.type === 'array') return `[ ${typeText(shape.items ?? {}, indent)} ... ]`;
  const [of] = Object.values(shape.patternProperties ?? {});
  if (of !== undefined) return `{ any name: ${typeText(of, indent)} }`;
  if (shape.type !== 'object') return shape.type ?? 'anything';
  const inner = `${indent}  `;
  const lines = Object.entries(shape.properties ?? {}).map(([name, property]) => {
    const left = shape.required?.includes(name) === true ? '' : '?';
    const meaning = property.description === undefined ? '' : `  // ${property.description}`;
    return `${inner}${name}${left}: ${typeText(property, inner)}${meaning}`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
};
