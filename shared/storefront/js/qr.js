/** A QR code (ISO/IEC 18004): bytes, error correction level M, versions 1 to 20. */

const EC = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26]; // codewords a block
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
/** Rows of booleans, dark is true. RangeError if the text is longer than 666 bytes. */
export function matrix(text) {
  const bytes = new TextEncoder().encode(text);
  const version = BLOCKS.findIndex((_, at) => bytes.length <= capacity(at + 1)) + 1;
  if (!version) throw new RangeError("too long for a QR code");
  const grid = frame(version);
  place(grid, interleaved(padded(bytes, version), version));
  return masked(grid).map((row) => row.map(Boolean));
}

/** The dark modules as the data of an SVG path, with a quiet zone of `quiet` modules. */
export const path = (cells, quiet) => cells.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : ""))).join("");

/** Modules that carry data, in bits: all of them without the patterns that are always there. */
function rawBits(version) {
  const aligned = version > 1 ? Math.floor(version / 7) + 2 : 0;
  const patterns = aligned ? (25 * aligned - 10) * aligned - 55 : 0;
  return (16 * version + 128) * version + 64 - patterns - (version >= 7 ? 36 : 0);
}

const dataWords = (version) => Math.floor(rawBits(version) / 8) - EC[version - 1] * BLOCKS[version - 1];
const lengthBits = (version) => (version < 10 ? 8 : 16);
const capacity = (version) => dataWords(version) - Math.ceil((4 + lengthBits(version)) / 8);

function padded(bytes, version) {
  const bits = [];
  const push = (value, count) => {
    for (let at = count - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  push(4, 4);
  push(bytes.length, lengthBits(version));
  bytes.forEach((byte) => push(byte, 8));
  push(0, Math.min(4, dataWords(version) * 8 - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < dataWords(version) * 8; pad ^= 0xfd) push(pad, 8);
  return Array.from({ length: bits.length / 8 }, (_, at) => bits.slice(at * 8, at * 8 + 8).reduce((sum, bit) => sum * 2 + bit));
}

function interleaved(words, version) {
  const [ec, count] = [EC[version - 1], BLOCKS[version - 1]];
  const short = Math.floor(words.length / count);
  const long = words.length % count;
  const divisor = generator(ec);
  const data = [];
  for (let at = 0, block = 0; block < count; block += 1) {
    const size = short + (block >= count - long ? 1 : 0);
    data.push(words.slice(at, (at += size)));
  }
  const checks = data.map((block) => remainder(block, divisor));
  const across = (blocks, size) => Array.from({ length: size }, (_, at) => blocks.filter((block) => at < block.length).map((block) => block[at])).flat();
  return [...across(data, short + 1), ...across(checks, ec)];
}

/** In the field of 256 elements that Reed-Solomon codes use here. */
function times(x, y) {
  let z = 0;
  for (let at = 7; at >= 0; at -= 1) z = ((z << 1) ^ ((z >> 7) * 0x11d)) ^ (((y >> at) & 1) * x);
  return z;
}

function generator(degree) {
  const result = [...Array(degree - 1).fill(0), 1];
  for (let root = 1, at = 0; at < degree; at += 1, root = times(root, 2)) {
    for (let each = 0; each < degree; each += 1) result[each] = times(result[each], root) ^ (result[each + 1] ?? 0);
  }
  return result;
}

function remainder(words, divisor) {
  const result = divisor.map(() => 0);
  for (const word of words) {
    const factor = word ^ result.shift();
    result.push(0);
    divisor.forEach((each, at) => (result[at] ^= times(each, factor)));
  }
  return result;
}

/** Finder, timing, and alignment patterns and the version; null where data goes, 0 for the format. */
function frame(version) {
  const size = version * 4 + 17;
  const grid = Array.from({ length: size }, () => Array(size).fill(null));
  const ring = (cx, cy, most, dark) => {
    for (let y = -most; y <= most; y += 1) for (let x = -most; x <= most; x += 1) if (grid[cy + y]?.[cx + x] !== undefined) grid[cy + y][cx + x] = Number(dark(Math.max(Math.abs(x), Math.abs(y))));
  };
  for (let at = 0; at < size; at += 1) grid[6][at] = grid[at][6] = Number(at % 2 === 0);
  const ends = [[3, 3], [size - 4, 3], [3, size - 4]];
  for (const [x, y] of ends) ring(x, y, 4, (far) => far !== 2 && far !== 4);
  const centers = aligned(version, size);
  for (const x of centers) for (const y of centers) if (!(x === 6 && y === 6) && !(x === 6 && y === size - 7) && !(x === size - 7 && y === 6)) ring(x, y, 2, (far) => far !== 1);
  for (let at = 0; at < 9; at += 1) for (const [x, y] of [[8, at], [at, 8], [size - 8 + at, 8], [8, size - 8 + at]]) if (x < size && y < size && grid[y][x] === null) grid[y][x] = 0;
  if (version >= 7) {
    const bits = (version << 12) | checked(version, 12, 0x1f25);
    for (let at = 0; at < 18; at += 1) {
      const [near, far] = [Math.floor(at / 3), size - 11 + (at % 3)];
      grid[near][far] = grid[far][near] = (bits >> at) & 1;
    }
  }
  return grid;
}

function aligned(version, size) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => size - 7 - (count - 2 - at) * step)];
}

/** The remainder of value in front of `bits` zeros (BCH). */
function checked(value, bits, divisor) {
  let rest = value;
  for (let at = 0; at < bits; at += 1) rest = (rest << 1) ^ ((rest >> (bits - 1)) * divisor);
  return rest;
}

/** Puts the bits in two columns at a time, up and down, from the right; data is 2 or 3. */
function place(grid, words) {
  const size = grid.length;
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (grid[y][x] !== null) continue;
        grid[y][x] = 2 + (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
        bit += 1;
      }
    }
  }
}

/** Mask 0, a chessboard: any of the eight can be read, and the secret of an app is no smooth text. */
function masked(grid) {
  const made = grid.map((row, y) => row.map((cell, x) => (cell < 2 ? cell : (cell - 2) ^ ((x + y + 1) & 1))));
  const size = made.length;
  const bits = checked(0, 10, 0x537) ^ 0x5412; // level M and mask 0 are zeros
  for (let at = 0; at < 15; at += 1) {
    const dark = (bits >> at) & 1;
    made[at < 6 ? at : at < 8 ? at + 1 : size - 15 + at][8] = dark;
    made[8][at < 8 ? size - 1 - at : at < 9 ? 7 : 14 - at] = dark;
  }
  made[size - 8][8] = 1;
  return made;
}
