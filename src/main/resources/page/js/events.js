// @ts-check
// Server-sent events of an answer to POST: EventSource can only GET.

/**
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<{name: string, data: any}>} events with JSON
 */
export async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let name = 'message';
  let data = [];
  while (true) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield { name, data: JSON.parse(data.join('\n')) };
        name = 'message';
        data = [];
      } else if (!line.startsWith(':')) {
        const [, field, text] = /** @type {RegExpMatchArray} */ (line.match(/^([^:]*):? ?(.*)$/s));
        if (field === 'event') name = text;
        if (field === 'data') data.push(text);
      }
    }
  }
}
