/** The text screen of a console. */
const COLUMNS = 80;
const ROWS = 25;
/** A character's cell, in pixels. */
const CELL_WIDTH = 8;
const CELL_HEIGHT = 16;

const WIDTH = COLUMNS * CELL_WIDTH;
const HEIGHT = ROWS * CELL_HEIGHT;
/** A row of pixels, one bit each; a multiple of four, as the format wants. */
const ROW_BYTES = WIDTH / 8;
/** Two headers and a palette of two colours. */
const PIXELS_AT = 14 + 40 + 8;

/**
 * A console with these lines as a bitmap file (BMP, one bit a pixel), the last of them at the bottom.
 * There is no font here: each character is a block, so one sees how far a machine has come, and
 * equal lines give equal bytes.
 */
export function screenshot(lines: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(PIXELS_AT + ROW_BYTES * HEIGHT);
  writeHeaders(new DataView(bytes.buffer), bytes.length);
  lines.slice(-ROWS).forEach((line, row) => {
    for (let column = 0; column < Math.min(COLUMNS, line.length); column += 1) {
      if (line.charAt(column).trim() !== '') drawBlock(bytes, row, column);
    }
  });
  return bytes;
}

function drawBlock(bytes: Uint8Array, row: number, column: number): void {
  for (let line = 4; line < CELL_HEIGHT - 2; line += 1) {
    // Rows of pixels go from the bottom up.
    const fromBottom = HEIGHT - 1 - (row * CELL_HEIGHT + line);
    bytes[PIXELS_AT + fromBottom * ROW_BYTES + column] = 0b0111_1110;
  }
}

function writeHeaders(view: DataView, size: number): void {
  view.setUint16(0, 0x42_4d);
  view.setUint32(2, size, true);
  view.setUint32(10, PIXELS_AT, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, WIDTH, true);
  view.setInt32(22, HEIGHT, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 1, true);
  view.setUint32(34, ROW_BYTES * HEIGHT, true);
  view.setUint32(46, 2, true);
  view.setUint32(58, 0xc0_c0_c0, true);
}
