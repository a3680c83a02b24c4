// Which run the page is about: in the fragment, which no server is told.

export interface Route {
  namespace: string;
  name: string;
}

export function runAddress(namespace: string, name: string): string {
  return `#/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}

/** The run that a fragment names; null where it is the list. */
export function route(fragment: string): Route | null {
  const [namespace, name, ...more] = fragment.replace(/^#\/?/, '').split('/');
  if (namespace === undefined || name === undefined || name === '' || more.length > 0) {
    return null;
  }
  try {
    return { namespace: decodeURIComponent(namespace), name: decodeURIComponent(name) };
  } catch {
    return null;
  }
}
