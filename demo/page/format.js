const KB = 1024;

/** A number of bytes in words. */
export function sized(bytes) {
  const number = (value) => value.toLocaleString("ru", { maximumFractionDigits: 1 });
  if (bytes < KB) return `${number(bytes)} Б`;
  return bytes < KB * KB ? `${number(bytes / KB)} КБ` : `${number(bytes / KB / KB)} МБ`;
}
