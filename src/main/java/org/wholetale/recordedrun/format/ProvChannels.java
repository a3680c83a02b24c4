package org.wholetale.recordedrun.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.wholetale.recordedrun.provenance.Channel;
import org.wholetale.recordedrun.provenance.ChannelUse;
import org.wholetale.recordedrun.trace.FileKind;

/**
 * What goes through channels as PROV's entities: one for a pipe, one for each socket that something
 * was put into. Who used it was informed by who generated it; PROV lets everybody conclude that,
 * and where they are not too many it is written down too.
 */
final class ProvChannels {

  /** A pipe that all processes of a build share would make a pair of any two. */
  private static final int MOST_PAIRS = 1000;

  /** Who took bytes out that another may have put in. */
  record Pair(ChannelUse reader, ChannelUse writer) {}

  private ProvChannels() {}

  /** The names of a channel's entities, in one order. */
  static Set<String> ends(Channel channel) {
    Set<String> ends = new TreeSet<>();
    for (ChannelUse use : channel.uses()) {
      if (use.written() > 0) {
        ends.add(writtenBy(use));
      }
      if (use.read() > 0) {
        ends.addAll(readBy(use));
      }
    }
    return ends;
  }

  /** What somebody put bytes into. */
  static String writtenBy(ChannelUse use) {
    return use.channel().kind() == FileKind.SOCKET
        ? end(use.channel(), use.end().inodeText())
        : Names.channel(use.channel());
  }

  /** What somebody took bytes out of: of a socket what came from its other end. */
  static Set<String> readBy(ChannelUse use) {
    if (use.channel().kind() != FileKind.SOCKET) {
      return Set.of(Names.channel(use.channel()));
    }
    Set<String> others = new TreeSet<>();
    for (ChannelUse other : use.channel().uses()) {
      if (!other.end().equals(use.end())) {
        others.add(end(use.channel(), other.end().inodeText()));
      }
    }
    return others.isEmpty() ? Set.of(end(use.channel(), "other")) : others;
  }

  /** All of them; none where they are too many. */
  static List<Pair> pairs(Channel channel) {
    List<ChannelUse> readers = channel.readers();
    if ((long) readers.size() * channel.writers().size() > MOST_PAIRS) {
      return List.of();
    }
    List<Pair> pairs = new ArrayList<>();
    for (ChannelUse reader : readers) {
      channel.writersTo(reader).forEach(writer -> pairs.add(new Pair(reader, writer)));
    }
    return pairs;
  }

  private static String end(Channel channel, String end) {
    return Names.channel(channel) + "/of/" + end;
  }
}
