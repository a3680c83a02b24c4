// A long list of rows of one height, of which only those in sight are in the page: one stop for the tabulator, moved through
// by arrow keys, as a tree, a grid or a listbox. Printed it has its first rows, and says how many there are.
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import { figure } from './text';

/** A printed list is no longer. */
const PRINTED = 1_000;

interface Props {
  id: string;
  role: 'tree' | 'grid' | 'listbox';
  label: string;
  count: number;
  rowHeight: number;
  printed: boolean;
  /** Whether a row in view is to be shown as chosen. */
  isChosen(index: number): boolean;
  choose(index: number): void;
  /** Takes a key that the list does not know; says whether it is used up. */
  onKey?(event: KeyboardEvent, index: number): boolean;
  /** A row of the list's role, with these attributes. */
  row(index: number, attributes: RowAttributes): ComponentChildren;
  head?: ComponentChildren;
}

export interface RowAttributes {
  id: string;
  class: string;
  style: { top?: string; height: string };
  'aria-selected': boolean;
  onClick(): void;
}

export function LongList(props: Props) {
  const { id, role, label, count, rowHeight, printed, head } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const virtualizer = useVirtualizer(scroller, count, rowHeight);
  const current = Math.min(active, count - 1);

  const go = (to: number) => {
    const index = Math.max(0, Math.min(count - 1, to));
    setActive(index);
    virtualizer.scrollToIndex(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: current + 1, ArrowUp: current - 1, PageDown: current + page, PageUp: current - page, Home: 0, End: count - 1,
    };
    const step = steps[event.key];
    if (count === 0 || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (step !== undefined) {
      go(step);
    } else if (event.key === 'Enter' || event.key === ' ') {
      props.choose(current);
    } else if (!(props.onKey?.(event, current) ?? false)) {
      return;
    }
    event.preventDefault();
  };

  const attributes = (index: number, top?: number): RowAttributes => ({
    id: `${id}-${index}`,
    class: `row${index === current ? ' active' : ''}${props.isChosen(index) ? ' chosen' : ''}`,
    style: top === undefined ? { height: 'auto' } : { top: `${top}px`, height: `${rowHeight}px` },
    'aria-selected': props.isChosen(index),
    onClick: () => {
      setActive(index);
      props.choose(index);
    },
  });

  if (printed) {
    const shown = Math.min(count, PRINTED);
    return (
      <div class="long-list printed" role={role} aria-label={label}>
        {head}
        {Array.from({ length: shown }, (_, index) => props.row(index, attributes(index)))}
        {shown < count && <p>{figure(count - shown)} more are not printed.</p>}
      </div>
    );
  }
  const inView = virtualizer.getVirtualItems();
  return (
    <div
      ref={scroller}
      id={id}
      class="long-list"
      role={role}
      aria-label={label}
      aria-rowcount={role === 'grid' ? count + 1 : undefined}
      aria-activedescendant={inView.some(({ index }) => index === current) ? `${id}-${current}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {head}
      <div role={role === 'grid' ? 'rowgroup' : 'none'} class="long-list-rows" style={{ height: `${virtualizer.getTotalSize()}px` }}>
        {inView.map(({ index, start }) => props.row(index, attributes(index, start)))}
      </div>
    </div>
  );
}

function useVirtualizer(scroller: { current: HTMLDivElement | null }, count: number, rowHeight: number) {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    initialRect: { width: 800, height: 600 },
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => redraw(undefined as never),
  };
  const held = useRef<Virtualizer<HTMLDivElement, Element> | null>(null);
  held.current ??= new Virtualizer(options);
  const virtualizer = held.current;
  virtualizer.setOptions(options);
  useEffect(() => virtualizer._didMount(), []);
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}
