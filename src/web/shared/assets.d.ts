declare module '*.svg' {
  /** The icon's markup; build.mjs reads it. */
  const markup: string;
  export default markup;
}

declare module '*.css';
