/** The shelf of the welcome; only to be looked at. */
import { SHELF_HEIGHT, SHELF_WIDTH, spines } from "./spineShapes";

export function Spines() {
  return (
    <svg class="spines" viewBox={`0 0 ${SHELF_WIDTH} ${SHELF_HEIGHT + 6}`} aria-hidden="true">
      {spines().map(({ left, width, height, tone, bands }) => (
        <g key={left} class={`spine-${tone}`}>
          <rect x={left} y={SHELF_HEIGHT - height} width={width} height={height} rx="2.5" />
          {bands > 0 && <rect class="band" x={left} y={SHELF_HEIGHT - height + 12} width={width} height="3" />}
          {bands > 1 && <rect class="band" x={left} y={SHELF_HEIGHT - 20} width={width} height="3" />}
        </g>
      ))}
      <rect class="shelf" x="0" y={SHELF_HEIGHT} width={SHELF_WIDTH} height="4" rx="2" />
    </svg>
  );
}
