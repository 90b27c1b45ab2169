{{/* What each controller needs for WebSockets; docs/proxies.md has the source of every name and value. */}}

{{- define "echosounder.ingressAnnotations" -}}
{{- $idle := include "echosounder.seconds" .Values.proxyIdleTimeout }}
{{- $preset := dict }}
{{- if eq .Values.ingress.preset "nginx" }}
{{- $preset = dict
  "nginx.ingress.kubernetes.io/proxy-read-timeout" $idle
  "nginx.ingress.kubernetes.io/proxy-send-timeout" $idle }}
{{- else if eq .Values.ingress.preset "nginx-f5" }}
{{- $preset = dict
  "nginx.org/websocket-services" (include "echosounder.fullname" .)
  "nginx.org/proxy-read-timeout" (printf "%ss" $idle)
  "nginx.org/proxy-send-timeout" (printf "%ss" $idle) }}
{{- else if eq .Values.ingress.preset "haproxy" }}
{{- $preset = dict
  "haproxy.org/backend-config-snippet" (printf "timeout tunnel %ss" $idle)
  "haproxy.org/check-http" "GET /q/health/ready"
  "haproxy.org/check-interval" "1s" }}
{{- else if eq .Values.ingress.preset "aws" }}
{{- $preset = dict
  "alb.ingress.kubernetes.io/target-type" "ip"
  "alb.ingress.kubernetes.io/healthcheck-path" "/q/health/ready"
  "alb.ingress.kubernetes.io/load-balancer-attributes" (printf "idle_timeout.timeout_seconds=%s" $idle)
  "alb.ingress.kubernetes.io/target-group-attributes" (printf "deregistration_delay.timeout_seconds=%s" (include "echosounder.drainSeconds" .)) }}
{{- end }}
{{- with merge (deepCopy .Values.ingress.annotations) $preset }}
{{- toYaml . }}
{{- end }}
{{- end }}

{{- define "echosounder.serviceAnnotations" -}}
{{- $preset := dict }}
{{- if and .Values.ingress.enabled (eq .Values.ingress.preset "gke") }}
{{- $preset = dict
  "cloud.google.com/neg" (dict "ingress" true | toJson)
  "cloud.google.com/backend-config" (dict "default" (include "echosounder.fullname" .) | toJson) }}
{{- end }}
{{- with merge (deepCopy .Values.service.annotations) $preset }}
{{- toYaml . }}
{{- end }}
{{- end }}

{{/* "0s" is the Gateway API's way to say that a request may last for ever. GKE and Traefik do not know the field. */}}
{{- define "echosounder.routeTimeouts" -}}
{{- if has .Values.httpRoute.preset (list "envoy-gateway" "istio") }}
timeouts:
  request: 0s
{{- end }}
{{- end }}

{{- define "echosounder.routeFilters" -}}
{{- if ne .Values.httpRoute.path "/" }}
filters:
  - type: URLRewrite
    urlRewrite:
      path:
        type: ReplacePrefixMatch
        replacePrefixMatch: /
{{- end }}
{{- end }}
