// SPDX-License-Identifier: Apache-2.0
// Small mistakes in a text, one at a time: {line, from, to, text}.

export const either = (one, other) => [[one, other], [other, one]];

// Comments, texts and declarations as blanks of the same length, so that places stay what they are.
const silence = (text, quiet) => text.replace(quiet, (part) => part.replace(/[^\n]/g, ' '));
const put = (text, at, from, to) => ({ line: text.slice(0, at).split('\n').length, from: from.trim(), to: to.trim(), text: text.slice(0, at) + to + text.slice(at + from.length) });

// A comparison turned round, a condition that always or never holds, "and" for "or".
export function* mistakes(text, { quiet, swaps, guards: [guard, spoil] }) {
  const code = silence(text, quiet);
  for (const [from, to] of swaps) {
    for (let at = code.indexOf(from); at >= 0; at = code.indexOf(from, at + from.length)) {
      const isPart = from === '!' && code[at + 1] === '=';
      const isNegated = from === 'exists' && code.slice(0, at).endsWith('not ');
      if (!isPart && !isNegated) yield put(text, at, from, to);
    }
  }
  for (const { index, 0: whole, 1: condition } of code.matchAll(guard)) {
    const from = text.slice(index, index + whole.length);
    const real = from.slice(whole.indexOf(condition), whole.indexOf(condition) + condition.length);
    for (const value of [true, false]) yield put(text, index, from, spoil(real, value));
  }
}

// Where a condition that begins here ends: at the next one beside it, or with its clause.
function findEnd(code, start) {
  const token = /[();]|\b(?:and|or|group by|order by|limit|union|returning|for|left join|join|cross join|where|then|loop|having|between|case|end|from|do|on)\b/g;
  token.lastIndex = start;
  const open = { brackets: 0, cases: 0, betweens: 0 };
  for (let found = token.exec(code); found; found = token.exec(code)) {
    const [word] = found;
    if (word === '(') open.brackets += 1;
    else if (word === ')' && open.brackets > 0) open.brackets -= 1;
    else if (open.brackets > 0) continue;
    else if (word === 'case') open.cases += 1;
    else if (open.cases > 0) open.cases -= word === 'end' ? 1 : 0;
    else if (word === 'between') open.betweens += 1;
    else if (word === 'and' && open.betweens > 0) open.betweens -= 1;
    else if (word !== 'from' || !/\bdistinct\s+$/.test(code.slice(0, found.index))) return found.index;
  }
  return code.length;
}

// A predicate of a query or join forgotten.
export function* omissions(text, { quiet }) {
  const code = silence(text, quiet);
  for (const { index, 0: word } of code.matchAll(/\b(?:where|on|and)\b/g)) {
    const start = index + word.length;
    const isBetween = word === 'and' && /\bbetween\b(?:(?!\b(?:and|where|on)\b).)*$/s.test(code.slice(Math.max(0, index - 160), index));
    const isNone = word === 'on' && (/\bdistinct\s+$/.test(code.slice(0, index)) || /^\s+(?:conflict|constraint)\b/.test(code.slice(start)));
    if (isBetween || isNone) continue;
    const from = text.slice(start, findEnd(code, start)).trimEnd();
    yield put(text, start, from, ' true');
  }
}

// So many of them, chosen by a seed; all for none.
export function choose(list, sample, seed) {
  if (!sample || sample >= list.length) return list;
  let state = seed;
  const random = () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648; };
  return list.map((item) => [random(), item]).sort((a, b) => a[0] - b[0]).slice(0, sample).map(([, item]) => item);
}

export function report(name, counts, made, all, seed) {
  const built = counts.caught + counts.missed;
  const share = ((100 * counts.caught) / Math.max(built, 1)).toFixed(1);
  console.log(`${name}: ${counts.caught} of ${built} caught (${share} %), ${counts.unbuilt} did not build, ${made} of ${all} made${made < all ? `, seed ${seed}` : ''}`);
}
