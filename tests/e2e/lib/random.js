// SPDX-License-Identifier: Apache-2.0
// Chance that can be repeated: CS_SEED=… gives the same choices again. (When the machine reaches them is its own affair.)
export const seed = Number(process.env.CS_SEED ?? Math.floor(Math.random() * 2 ** 31));

let state = seed;

// A small generator of good enough mixing; nothing secret depends on it.
export function random() {
  state = (state + 0x9e3779b9) | 0;
  let t = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
  t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
  return ((t ^ (t >>> 15)) >>> 0) / 2 ** 32;
}

export const between = (low, high) => low + random() * (high - low);
export const pick = (list) => list[Math.floor(random() * list.length)];
