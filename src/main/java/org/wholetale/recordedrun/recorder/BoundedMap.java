package org.wholetale.recordedrun.recorder;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that forgets what came into it first when there would be too much: of what the kernel tells
 * no end, or tells it where nobody hears.
 */
final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;

  private final int most;

  BoundedMap(int most) {
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
