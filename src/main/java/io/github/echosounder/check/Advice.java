package io.github.echosounder.check;

import io.github.echosounder.client.Response;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which setting of which proxy cures what. A proxy that names itself in the handshake's answer
 * comes first. The sources of those that the chart knows are in its docs/proxies.md.
 */
enum Advice {
  NGINX("nginx", "nginx", 60) {
    @Override
    @Nullable String against(Cause cause) {
      return switch (cause) {
        case UPGRADE_DROPPED ->
            "nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
                + " proxy_set_header Connection upgrade";
        case IDLE_CUT, IDLE_CUT_DESPITE_PING -> "nginx: proxy_read_timeout (60 s unless set)";
        case SUBPROTOCOL_LOST ->
            "nginx: no proxy_set_header or proxy_hide_header for Sec-WebSocket-Protocol";
        case DEFLATE_STRIPPED ->
            "nginx: no proxy_set_header or proxy_hide_header for Sec-WebSocket-Extensions";
        default -> null;
      };
    }
  },
  ALB("ALB", "awselb", 60) {
    @Override
    @Nullable String against(Cause cause) {
      return switch (cause) {
        case IDLE_CUT, IDLE_CUT_DESPITE_PING ->
            "ALB: idle_timeout.timeout_seconds (60 s unless set)";
        default -> null;
      };
    }
  },
  HAPROXY("HAProxy", "haproxy", 3600) {
    @Override
    @Nullable String against(Cause cause) {
      return switch (cause) {
        case IDLE_CUT, IDLE_CUT_DESPITE_PING ->
            "HAProxy: timeout tunnel (without it timeout client and timeout server count)";
        case UPGRADE_DROPPED -> "HAProxy: no http-request del-header Upgrade or Connection";
        case SUBPROTOCOL_LOST -> "HAProxy: no del-header Sec-WebSocket-Protocol";
        case DEFLATE_STRIPPED -> "HAProxy: no del-header Sec-WebSocket-Extensions";
        default -> null;
      };
    }
  },
  ENVOY("Envoy", "envoy", 300) {
    @Override
    @Nullable String against(Cause cause) {
      return switch (cause) {
        case UPGRADE_DROPPED -> "Envoy: upgrade_configs with upgrade_type websocket";
        case IDLE_CUT, IDLE_CUT_DESPITE_PING ->
            "Envoy: stream_idle_timeout (300 s unless set; Istio switches it off; Envoy Gateway:"
                + " timeouts.request 0s and streamIdleTimeout)";
        default -> null;
      };
    }
  },
  TRAEFIK("Traefik", "traefik", 60) {
    @Override
    @Nullable String against(Cause cause) {
      return switch (cause) {
        case IDLE_CUT, IDLE_CUT_DESPITE_PING ->
            "Traefik: respondingTimeouts.readTimeout of the entry point (60 s unless set, and not"
                + " meant for an upgraded connection)";
        default -> null;
      };
    }
  },
  /** https://developers.cloudflare.com/network/websockets/, which gives no figure. */
  CLOUDFLARE("Cloudflare", "cloudflare", 0) {
    @Override
    @Nullable String against(Cause cause) {
      return switch (cause) {
        case UPGRADE_DROPPED -> "Cloudflare: Network, WebSockets: on";
        case IDLE_CUT, IDLE_CUT_DESPITE_PING ->
            "Cloudflare: no setting of yours, so send pings more often";
        default -> null;
      };
    }
  },
  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html */
  NLB("NLB", "", 350) {
    @Override
    @Nullable String against(Cause cause) {
      return switch (cause) {
        case IDLE_CUT, IDLE_CUT_DESPITE_PING ->
            "AWS NLB: tcp.idle_timeout.seconds (350 s unless set; always with a TLS listener)";
        default -> null;
      };
    }
  },
  GKE("GKE", "google", 30) {
    @Override
    @Nullable String against(Cause cause) {
      return switch (cause) {
        case CUT, RESET, SERVER_CLOSED, IDLE_CUT, IDLE_CUT_DESPITE_PING ->
            "GKE: timeoutSec of the BackendConfig, the longest a WebSocket may last (30 s unless set)";
        default -> null;
      };
    }
  },
  F5("NGINX Ingress Controller", "", 60) {
    @Override
    @Nullable String against(Cause cause) {
      return switch (cause) {
        case UPGRADE_DROPPED -> "F5's NGINX Ingress Controller: nginx.org/websocket-services";
        default -> null;
      };
    }
  };

  /** More than so many nobody reads. */
  private static final int MOST = 6;

  private final String title;
  private final String mark;

  /** After which it ends silent connections unless it is set; 0 where there is no such time. */
  private final int defaultSeconds;

  Advice(String title, String mark, int defaultSeconds) {
    this.title = title;
    this.mark = mark;
    this.defaultSeconds = defaultSeconds;
  }

  abstract @Nullable String against(Cause cause);

  /** The cures, those of the likeliest culprits first. Empty where there is none to name. */
  static String against(Cause cause, double afterSeconds, @Nullable Response answer) {
    Advice named = named(answer);
    String own = named == null ? null : named.against(cause);
    if (named != null && own != null) {
      return " " + named.title + " names itself in the answer. " + own + ".";
    }
    String cures =
        Arrays.stream(values())
            .sorted(Comparator.comparingInt(advice -> advice.distance(afterSeconds)))
            .map(advice -> advice.against(cause))
            .filter(Objects::nonNull)
            .limit(MOST)
            .collect(Collectors.joining("; "));
    return cures.isEmpty() ? "" : " " + cures + ".";
  }

  static String against(Cause cause, @Nullable Response answer) {
    return against(cause, -1, answer);
  }

  /** 1 where the measured time is its default, 2 where it may have been set so. */
  private int distance(double afterSeconds) {
    return afterSeconds > 0
            && defaultSeconds > 0
            && Math.abs(afterSeconds - defaultSeconds) <= 0.05 * defaultSeconds + 1
        ? 1
        : 2;
  }

  private static @Nullable Advice named(@Nullable Response answer) {
    if (answer == null) {
      return null;
    }
    String marks = (answer.value("Server") + " " + answer.value("Via")).toLowerCase(Locale.ROOT);
    String nginx = marks.replace("openresty", "nginx");
    for (Advice advice : values()) {
      if (!advice.mark.isEmpty() && nginx.contains(advice.mark)) {
        return advice;
      }
    }
    return null;
  }
}
