/** An empty canvas as large as it is shown, sharp on dense screens: `{pen, width, height, style}`. */
export function emptied(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const density = devicePixelRatio || 1;
  canvas.width = width * density;
  canvas.height = height * density;
  const pen = canvas.getContext('2d');
  pen.scale(density, density);
  return { pen, width, height, style: getComputedStyle(canvas) };
}
