/**
 * Of readings in the order of time, those that a line needs: in each column of pixels the first, the lowest, the highest
 * and the last, so that no extreme is lost.
 *
 * @param {(time: number) => number} x where a time stands, in pixels
 */
export function thin(points, x) {
  const kept = [];
  for (let start = 0; start < points.length; ) {
    const column = Math.floor(x(points[start].time));
    let end = start;
    let low = start;
    let high = start;
    while (end < points.length && Math.floor(x(points[end].time)) === column) {
      low = points[end].value < points[low].value ? end : low;
      high = points[end].value > points[high].value ? end : high;
      end++;
    }
    const indexes = new Set([start, low, high, end - 1].sort((a, b) => a - b));
    indexes.forEach((index) => kept.push(points[index]));
    start = end;
  }
  return kept;
}

/** The lowest and the highest value: {low, high}. */
export function extremes(points) {
  let low = Infinity;
  let high = -Infinity;
  for (const { value } of points) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}
