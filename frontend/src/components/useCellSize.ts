import { type RefObject, useLayoutEffect, useState } from "react";

/** How many characters fit in a row, and how tall a row is: measured, as fonts differ and may load late. */
export function useCellSize(scroller: RefObject<HTMLElement | null>, probe: RefObject<HTMLElement | null>) {
  const [size, setSize] = useState({ columns: 80, rowHeight: 20, clientHeight: 400 });

  useLayoutEffect(() => {
    const box = scroller.current;
    const sample = probe.current;
    if (!box || !sample) return;
    const measure = () => {
      const style = getComputedStyle(box);
      const gutter = Number.parseFloat(style.getPropertyValue("--gutter"));
      const cell = sample.getBoundingClientRect().width / 100;
      const columns = Math.max(10, Math.floor((box.clientWidth - gutter - 10) / cell));
      const rowHeight = Number.parseFloat(style.lineHeight);
      const clientHeight = box.clientHeight;
      setSize((before) =>
        before.columns === columns && before.rowHeight === rowHeight && before.clientHeight === clientHeight
          ? before
          : { columns, rowHeight, clientHeight },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    observer.observe(sample);
    return () => observer.disconnect();
  }, [scroller, probe]);

  return size;
}
