/** Longer lines than any server sends are no protocol. */
const MAX_LINE = 1_000_000;

/**
 * The lines of a byte stream, without their ends. What stands after the last line end is dropped: it was cut.
 * @throws RangeError for a line without end
 */
export const linesOf = async function* (body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    if (rest.length > MAX_LINE) throw new RangeError('a line without end');
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
};
