package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Peer;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Who is on the other side of a channel. */
final class Peers {

  private Peers() {}

  static Peer of(Channel channel) {
    return of(address(channel), channel);
  }

  /** Where a proxy tells who is behind it. */
  static Peer of(String address, @Nullable Channel channel) {
    SslHandler tls = channel == null ? null : channel.pipeline().get(SslHandler.class);
    return new Peer(address, tls == null ? null : tls(tls));
  }

  private static String address(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress() + ':' + address.getPort()
        : String.valueOf(channel.remoteAddress());
  }

  private static Peer.Tls tls(SslHandler tls) {
    SSLSession session = tls.engine().getSession();
    return new Peer.Tls(
        session.getProtocol(),
        session.getCipherSuite(),
        serverName(session),
        tls.applicationProtocol());
  }

  private static @Nullable String serverName(SSLSession session) {
    if (session instanceof ExtendedSSLSession extended) {
      for (SNIServerName name : extended.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return host.getAsciiName();
        }
      }
    }
    return null;
  }
}
