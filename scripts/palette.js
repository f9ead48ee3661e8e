// Run by take_pictures.py in a browser: a PNG (base64) in, the same picture with at most 64 colours out (base64).
// PNG (ISO/IEC 15948): 8.9 colour type 3, 11.2.2 PLTE, 5.3 chunks.
async (encoded) => {
  const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer);

  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const channel = (pixel, number) => (pixel >>> (8 * number)) & 255;
  const apart = (a, b) => [0, 1, 2].reduce((sum, c) => sum + (channel(a, c) - channel(b, c)) ** 2, 0);
  // The most frequent colours, but far ones first: a rare dashed line keeps its colour beside a thousand greys.
  const common = [...counts].sort((a, b) => b[1] - a[1]).map(([pixel]) => pixel).slice(0, 3000);
  const kept = common.slice(0, 12);
  for (const least of [2400, 900, 300, 80, 0]) {
    for (const pixel of common) {
      if (kept.length < 64 && kept.every((other) => apart(pixel, other) > least)) kept.push(pixel);
    }
  }
  const index = new Map(kept.map((pixel, number) => [pixel, number]));
  const nearest = (pixel) => {
    const distances = kept.map((other) => apart(pixel, other));
    index.set(pixel, distances.indexOf(Math.min(...distances)));
    return index.get(pixel);
  };

  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = pixels[y * width + x];
      rows[y * (width + 1) + 1 + x] = index.get(pixel) ?? nearest(pixel);
    }
  }
  const packed = new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate"));
  const data = new Uint8Array(await new Response(packed).arrayBuffer());

  const crcTable = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n >>> 0;
  });
  const crc = (part) => {
    let value = 0xffffffff;
    for (const byte of part) value = crcTable[(value ^ byte) & 255] ^ (value >>> 8);
    return (value ^ 0xffffffff) >>> 0;
  };
  const big = (value) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
  const chunk = (name, body) => {
    const named = new Uint8Array([...name].map((c) => c.charCodeAt(0)).concat(Array.from(body)));
    return [...big(body.length), ...named, ...big(crc(named))];
  };
  const out = new Uint8Array([
    137, 80, 78, 71, 13, 10, 26, 10,
    ...chunk("IHDR", [...big(width), ...big(height), 8, 3, 0, 0, 0]),
    ...chunk("PLTE", kept.flatMap((pixel) => [0, 1, 2].map((c) => channel(pixel, c)))),
    ...chunk("IDAT", data),
    ...chunk("IEND", []),
  ]);
  let text = "";
  for (let i = 0; i < out.length; i += 32768) text += String.fromCharCode(...out.subarray(i, i + 32768));
  return btoa(text);
}
