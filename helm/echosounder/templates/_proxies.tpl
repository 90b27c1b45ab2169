{{/* What each controller needs for WebSockets and to strip a path; docs/proxies.md has the source of every name and value. */}}

{{- define "echosounder.ingressAnnotations" -}}
{{- $idle := include "echosounder.seconds" .Values.proxyIdleTimeout }}
{{- $fullname := include "echosounder.fullname" . }}
{{- $path := .Values.ingress.path }}
{{- $strips := ne $path "/" }}
{{- $preset := dict }}
{{- if eq .Values.ingress.preset "nginx" }}
{{- $preset = dict
  "nginx.ingress.kubernetes.io/proxy-read-timeout" $idle
  "nginx.ingress.kubernetes.io/proxy-send-timeout" $idle }}
{{- if $strips }}
{{- $preset = merge $preset (dict
  "nginx.ingress.kubernetes.io/use-regex" "true"
  "nginx.ingress.kubernetes.io/rewrite-target" "/$2") }}
{{- end }}
{{- else if eq .Values.ingress.preset "nginx-f5" }}
{{- $preset = dict
  "nginx.org/websocket-services" $fullname
  "nginx.org/proxy-read-timeout" (printf "%ss" $idle)
  "nginx.org/proxy-send-timeout" (printf "%ss" $idle) }}
{{- if $strips }}
{{- $_ := set $preset "nginx.org/rewrites" (printf "serviceName=%s rewrite=/" $fullname) }}
{{- end }}
{{- else if eq .Values.ingress.preset "haproxy" }}
{{- $preset = dict
  "haproxy.org/backend-config-snippet" (printf "timeout tunnel %ss" $idle)
  "haproxy.org/check-http" "GET /q/health/ready"
  "haproxy.org/check-interval" "1s" }}
{{- if $strips }}
{{- $_ := set $preset "haproxy.org/path-rewrite" (printf "%s/?(.*) /\\1" (regexQuoteMeta $path)) }}
{{- end }}
{{- else if eq .Values.ingress.preset "traefik" }}
{{- if $strips }}
{{- $_ := set $preset "traefik.ingress.kubernetes.io/router.middlewares" (printf "%s-%s@kubernetescrd" .Release.Namespace $fullname) }}
{{- end }}
{{- else if eq .Values.ingress.preset "aws" }}
{{- $preset = dict
  "alb.ingress.kubernetes.io/target-type" "ip"
  "alb.ingress.kubernetes.io/healthcheck-path" "/q/health/ready"
  "alb.ingress.kubernetes.io/load-balancer-attributes" (printf "idle_timeout.timeout_seconds=%s" $idle)
  "alb.ingress.kubernetes.io/target-group-attributes" (printf "deregistration_delay.timeout_seconds=%s" (include "echosounder.drainSeconds" .)) }}
{{- if $strips }}
{{- $rewrite := dict "regex" (printf "^%s/?(.*)$" (regexQuoteMeta $path)) "replace" "/$1" }}
{{- $transform := dict "type" "url-rewrite" "urlRewriteConfig" (dict "rewrites" (list $rewrite)) }}
{{- $_ := set $preset (printf "alb.ingress.kubernetes.io/transforms.%s" $fullname) (list $transform | toRawJson) }}
{{- end }}
{{- end }}
{{- mergeOverwrite $preset (default dict .Values.ingress.annotations) | toYaml }}
{{- end }}

{{/* Where a path is stripped, nginx wants a regular expression, and that of F5 the path with and without a slash. */}}
{{- define "echosounder.ingressPaths" -}}
{{- $ingress := .Values.ingress }}
{{- if and (eq $ingress.preset "nginx") (ne $ingress.path "/") }}
- {path: {{ printf "%s(/|$)(.*)" (regexQuoteMeta $ingress.path) | quote }}, pathType: ImplementationSpecific}
{{- else if and (eq $ingress.preset "nginx-f5") (ne $ingress.path "/") }}
- {path: {{ printf "%s/" $ingress.path | quote }}, pathType: Prefix}
- {path: {{ $ingress.path | quote }}, pathType: Exact}
{{- else }}
- {path: {{ $ingress.path | quote }}, pathType: {{ $ingress.pathType }}}
{{- end }}
{{- end }}

{{- define "echosounder.serviceAnnotations" -}}
{{- $preset := dict }}
{{- if and .Values.ingress.enabled (eq .Values.ingress.preset "gke") }}
{{- $preset = dict
  "cloud.google.com/neg" (dict "ingress" true | toJson)
  "cloud.google.com/backend-config" (dict "default" (include "echosounder.fullname" .) | toJson) }}
{{- end }}
{{- mergeOverwrite $preset (default dict .Values.service.annotations) | toYaml }}
{{- end }}

{{/* Whether a host of the Ingress is served with a certificate that the values tell of: in tls, or by an annotation of a cloud. */}}
{{- define "echosounder.isSecure" -}}
{{- $host := .host }}
{{- $ingress := .root.Values.ingress }}
{{- $secure := false }}
{{- range $ingress.tls }}
{{- range default (list $host) .hosts }}
{{- if or (eq . $host) (and (hasPrefix "*." .) (eq (trimPrefix "*" .) (regexReplaceAll "^[^.]+" $host ""))) }}
{{- $secure = true }}
{{- end }}
{{- end }}
{{- end }}
{{- range list "alb.ingress.kubernetes.io/certificate-arn" "networking.gke.io/managed-certificates" "ingress.gcp.kubernetes.io/pre-shared-cert" }}
{{- if hasKey (default dict $ingress.annotations) . }}
{{- $secure = true }}
{{- end }}
{{- end }}
{{- if $secure }}true{{ end }}
{{- end }}
