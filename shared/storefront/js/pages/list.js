/** A list that loads one page at a time. */
import { fill, h } from "../dom.js";
import { block } from "../ui.js";

/** read(cursor) returns a page; row(item) an <li>; nothing() the content of an empty list. */
export async function pages(place, at, read, row, nothing, head) {
  const list = h("ul.rows");
  const more = h("div.more");
  let cursor;
  const next = async () => {
    const page = await read(cursor);
    cursor = page.meta.next_cursor;
    const rows = page.data.map(row);
    list.append(...rows);
    return rows;
  };
  const grow = async () => {
    const line = h("div");
    fill(more, line);
    await block(line, at.signal, async () => {
      const rows = await next();
      rows[0]?.querySelector("a, button")?.focus({ preventScroll: true });
    });
    offer();
  };
  const offer = () => fill(more, cursor && h("button.button.button-quiet", { type: "button", onclick: grow }, "Show more"));
  await block(place, at.signal, async () => {
    list.replaceChildren();
    cursor = undefined;
    const rows = await next();
    offer();
    return rows.length ? [head, list, more] : nothing();
  });
  if (!at.signal.aborted) at.settled();
}
