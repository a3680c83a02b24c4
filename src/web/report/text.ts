// Figures as people read them.

const number = new Intl.NumberFormat('en');

export function count(n: number, one: string, many = `${one}s`): string {
  return `${number.format(n)} ${n === 1 ? one : many}`;
}

export function figure(n: number): string {
  return number.format(n);
}

/** Of nanoseconds. */
export function duration(nanos: number): string {
  const seconds = nanos / 1e9;
  if (seconds >= 3600) {
    const minutes = Math.floor(seconds / 60);
    return `${figure(Math.floor(minutes / 60))} h ${minutes % 60} min`;
  }
  if (seconds >= 60) {
    return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  }
  if (seconds >= 1) {
    return `${Number(seconds.toFixed(seconds >= 10 ? 1 : 2))} s`;
  }
  if (nanos === 0) {
    return '0';
  }
  return nanos >= 1e6 ? `${Math.round(nanos / 1e6)} ms` : `${Math.max(0, Math.round(nanos / 1e3))} µs`;
}

/** Bytes in binary units. */
export function bytes(n: number): string {
  let value = n;
  for (const unit of ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']) {
    if (value < 1024 || unit === 'TiB') {
      return unit === 'bytes' ? count(value, 'byte') : `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
    }
    value /= 1024;
  }
  return count(n, 'byte');
}

/** `2026-11-27 07:03:29 UTC` of an ISO 8601 instant, whose nanoseconds nobody reads. */
export function moment(iso: string | null): string | null {
  return iso === null ? null : iso.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
}

/** Nanoseconds between two ISO 8601 instants, to the millisecond. */
export function between(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) * 1e6;
}

/** At most so many characters, the rest as dots. */
export function cut(text: string, length: number): string {
  const characters = [...text.slice(0, 2 * length + 2)];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

/** The beginning of a path as dots, its end whole where that fits. */
export function cutPath(path: string, length: number): string {
  const characters = [...path];
  return characters.length <= length ? path : `…${characters.slice(1 - length).join('')}`;
}
