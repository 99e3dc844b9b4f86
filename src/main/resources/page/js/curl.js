// @ts-check
/** A text as one word of a POSIX shell: nothing in single quotes means anything but the quote itself. */
const word = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * A request as a line for a shell. A key is never in it: the shell's own variable is.
 * @param {{method: string, path: string, body?: unknown}} request @param {boolean} withKey
 */
export function curlOf({ method, path, body }, withKey) {
  return [
    'curl -s',
    ...(method === 'GET' || (method === 'POST' && body !== undefined) ? [] : [`-X ${method}`]),
    word(location.origin + path),
    ...(withKey ? ['-H "Authorization: Bearer $DRAGO_KEY"'] : []),
    ...(body === undefined ? [] : [`-H 'Content-Type: application/json'`, `--data-raw ${word(JSON.stringify(body))}`]),
  ].join(' ');
}
