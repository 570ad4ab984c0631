/** The five books, as of the last second. */

import { $, fill, h } from "./dom.js";

const WORDS = { wrong: "does not balance", unknown: "can't be read" };

export function showBooks(books) {
  fill($("#books"), books.map((book) => h("li", { class: book.is_ }, h("b", book.name), h("span", book.says))));
  const wrong = books.find((book) => book.is_ === "wrong"), unknown = books.length === 1 && books[0].is_ === "unknown";
  $("#verdict").textContent = wrong ? `${wrong.name} ${WORDS.wrong}` : unknown ? WORDS.unknown : "balance";
  $("#booksbox").classList.toggle("bad", Boolean(wrong));
  $("#booksbox").classList.toggle("unknown", unknown);
}
