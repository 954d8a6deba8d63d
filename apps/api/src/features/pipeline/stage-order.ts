/**
 * The places of all stages of a type, given the new order of the active ones: an archived stage stays behind the stage it
 * was behind, so that opportunities which reached it go on from there.
 *
 * @param before all stages in their old order
 * @param active the active ones in their new order; new ones included
 * @param archived which of `before` are kept without being active
 */
export function stageOrder(before: string[], active: string[], archived: ReadonlySet<string>): string[] {
  const order = [...active];
  before.forEach((id, place) => {
    if (!archived.has(id)) return;
    const previous = before.slice(0, place).findLast((other) => order.includes(other));
    order.splice(previous === undefined ? 0 : order.indexOf(previous) + 1, 0, id);
  });
  return order;
}
