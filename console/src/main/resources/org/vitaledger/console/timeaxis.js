/** Where a time axis has its marks: at round times of the clock on the wall, each day once at its midnight. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((it) => it * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((it) => it * MINUTE),
  ...[1, 2, 3, 6, 12].map((it) => it * HOUR),
  ...[1, 2, 7, 14, 28, 91, 364].map((it) => it * DAY),
];

/** At most about so many marks from one time to another, in milliseconds. */
export function timeTicks(from, to, most) {
  const step = STEPS.find((it) => (to - from) / it <= most) ?? STEPS.at(-1);
  const times =
    step < HOUR ? evenly(from, to, step)
    : step < DAY ? hours(from, to, step / HOUR)
    : days(from, to, step / DAY);
  const room = (to - from) * 0.04;
  return times.filter((time) => time - from > room && to - time > room);
}

/** Offsets of zones are whole quarters of an hour, so below an hour no change of clocks is in the way. */
function evenly(from, to, step) {
  const base = new Date(from).setHours(0, 0, 0, 0);
  const times = [];
  for (let time = base + Math.ceil((from - base) / step) * step; time <= to; time += step) {
    times.push(time);
  }
  return times;
}

/** Every day has its own hours: on days when clocks change, one is missing or stands twice. */
function hours(from, to, step) {
  const times = [];
  for (let day = new Date(from); day.setHours(0, 0, 0, 0) <= to; day.setDate(day.getDate() + 1)) {
    for (let hour = 0; hour < 24; hour += step) {
      const time = new Date(day);
      time.setHours(hour);
      if (time.getHours() === hour && time >= from && time <= to) {
        times.push(time.getTime());
      }
    }
  }
  return times;
}

function days(from, to, step) {
  const times = [];
  const day = new Date(from);
  day.setHours(0, 0, 0, 0);
  for (day.setDate(day.getDate() + 1); day <= to; day.setDate(day.getDate() + step)) {
    times.push(day.getTime());
  }
  return times;
}
