{{/* What the pods of `helm test`, `check` and `load` have in common: the image runs the command that its arguments name. */}}

{{/* Not the selector's labels: the Service must never send traffic to one of these pods. From a dict: root and component. */}}
{{- define "echosounder.commandLabels" -}}
{{ include "echosounder.testLabels" .root }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* The spec of such a pod, from a dict: root, resources, and containers as a list of name and args. */}}
{{- define "echosounder.commandPod" -}}
{{- $v := .root.Values -}}
restartPolicy: Never
automountServiceAccountToken: false
enableServiceLinks: false
{{- with $v.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $v.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "echosounder.placement" .root }}
{{ . }}
{{- end }}
containers:
  {{- range .containers }}
  - name: {{ .name }}
    image: {{ include "echosounder.image" $.root | quote }}
    imagePullPolicy: {{ $v.image.pullPolicy }}
    {{- with $v.securityContext }}
    securityContext:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    args:
      {{- toYaml .args | nindent 6 }}
    resources:
      {{- toYaml $.resources | nindent 6 }}
  {{- end }}
{{- end }}

{{/* Arguments as strings, as a YAML list: `--set` makes numbers of what looks like one. */}}
{{- define "echosounder.arguments" -}}
{{- $strings := list }}
{{- range . }}
{{- $strings = append $strings (kindIs "string" . | ternary . (int64 . | toString)) }}
{{- end }}
{{- $strings | toYaml }}
{{- end }}

{{/* The exact echo of the Service. */}}
{{- define "echosounder.serviceUrl" -}}
ws://{{ include "echosounder.fullname" . }}:{{ .Values.service.ws.port }}/ws
{{- end }}

{{/*
The exact echo through each host of the Ingress and the HTTPRoute, as a YAML list. A wildcard is no host that could be asked for. A
listener of a Gateway is taken to have TLS: the route does not tell.
*/}}
{{- define "echosounder.routeUrls" -}}
{{- $urls := list }}
{{- if .Values.ingress.enabled }}
{{- range .Values.ingress.hosts }}
{{- $scheme := ternary "wss" "ws" (eq "true" (include "echosounder.isSecure" (dict "root" $ "host" .))) }}
{{- $urls = append $urls (printf "%s://%s%s/ws" $scheme . (trimSuffix "/" $.Values.ingress.path)) }}
{{- end }}
{{- end }}
{{- if .Values.httpRoute.enabled }}
{{- range .Values.httpRoute.hostnames }}
{{- $urls = append $urls (printf "wss://%s%s/ws" . (trimSuffix "/" $.Values.httpRoute.path)) }}
{{- end }}
{{- end }}
{{- $open := list }}
{{- range $urls }}
{{- if not (contains "*" .) }}{{ $open = append $open . }}{{ end }}
{{- end }}
{{- $open | uniq | toYaml }}
{{- end }}

{{/* The URLs of `helm test` beside the Service, as a YAML list. */}}
{{- define "echosounder.testedRoutes" -}}
{{- $route := .Values.helmTest.route }}
{{- if not $route.enabled }}[]
{{- else if $route.urls }}{{ toYaml $route.urls }}
{{- else }}{{ include "echosounder.routeUrls" . }}
{{- end }}
{{- end }}

{{/* The containers of the load. */}}
{{- define "echosounder.loadContainers" -}}
{{- $target := default (include "echosounder.serviceUrl" .) .Values.load.target }}
{{- list (dict "name" "load" "args" (concat (list "load" $target "--json") (include "echosounder.arguments" .Values.load.arguments | fromYamlArray))) | toYaml }}
{{- end }}

{{/* A Job cannot be changed, so its name changes with all that it consists of. */}}
{{- define "echosounder.loadSuffix" -}}
{{- $pod := include "echosounder.commandPod" (dict "root" . "resources" .Values.load.resources "containers" (include "echosounder.loadContainers" . | fromYamlArray)) }}
{{- printf "-load-%s" (list .Chart.Version (omit .Values.load "arguments") $pod | toJson | sha256sum | trunc 6) }}
{{- end }}

{{/* The options of the commands, each with whether a value follows it. */}}
{{- define "echosounder.options" -}}
check:
  {--json: false, --quick: false, --idle: true, --max-size: true, --only: true, --skip: true, --header: true, -H: true,
   --subprotocol: true, --insecure: false, -k: false, --cacert: true, --timeout: true, --via: true}
load:
  {--connections: true, -c: true, --rate: true, --in-flight: true, --size: true, --type: true, --duration: true, -d: true,
   --ramp: true,
   --compress: false, --survive: false, --header: true, -H: true, --insecure: false, -k: false, --cacert: true}
{{- end }}
