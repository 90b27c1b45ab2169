{{/* A label has 63 characters at most, and "-test" is appended to this one. */}}
{{- define "echosounder.name" -}}
{{- default .Chart.Name .Values.nameOverride }}
{{- end }}

{{/*
At most 46 characters: Kubernetes appends two hashes to make the name of a pod, and cuts a longer name into the first of them.
Then nothing could tell the pods of one release from those of another. What is chosen by hand is not cut but refused (guards.yaml).
*/}}
{{- define "echosounder.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 46 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 46 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What selects the pods. A Deployment's selector cannot change, so nothing may ever be added here. */}}
{{- define "echosounder.selectorLabels" -}}
app.kubernetes.io/name: {{ include "echosounder.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "echosounder.labels" -}}
{{ include "echosounder.selectorLabels" . }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
{{- end }}

{{/*
Name, namespace, labels and annotations of an object, from a dict: root, and as needed suffix (of the name), labels and annotations
(of this object alone; they win). Made as dicts, so that no key comes twice and no value is taken for a number.
*/}}
{{- define "echosounder.metadata" -}}
{{- $root := .root -}}
name: {{ printf "%s%s" (include "echosounder.fullname" $root) (default "" .suffix) | quote }}
namespace: {{ $root.Release.Namespace | quote }}
labels:
  {{- mergeOverwrite (include "echosounder.labels" $root | fromYaml) (default dict $root.Values.commonLabels) (default dict .labels) | toYaml | nindent 2 }}
{{- with mergeOverwrite (dict) (default dict $root.Values.commonAnnotations) (default dict .annotations) }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* Not the chart's version: a new chart alone shall not restart pods and end their connections. */}}
{{- define "echosounder.podLabels" -}}
{{- $own := include "echosounder.selectorLabels" . | fromYaml }}
{{- $version := dict "app.kubernetes.io/version" .Chart.AppVersion }}
{{- mergeOverwrite $version (default dict .Values.commonLabels) (default dict .Values.podLabels) $own | toYaml }}
{{- end }}

{{- define "echosounder.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "echosounder.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* A digest wins over a tag: it cannot move. */}}
{{- define "echosounder.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}
{{- end }}

{{/* The variables that the chart sets; extraEnv may not repeat one. */}}
{{- define "echosounder.environment" -}}
- name: QUARKUS_HTTP_PORT
  value: "10083"
{{- include "echosounder.settings" (dict "prefix" "ECHOSOUNDER" "settings" .Values.config) }}
{{- if .Values.verdicts.identity }}
- name: ECHOSOUNDER_VERDICTS_POD
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: ECHOSOUNDER_VERDICTS_NODE
  valueFrom:
    fieldRef:
      fieldPath: spec.nodeName
# Kubernetes puts this label on pods from 1.35; where it is missing the variable is empty.
- name: ECHOSOUNDER_VERDICTS_ZONE
  valueFrom:
    fieldRef:
      fieldPath: metadata.labels['topology.kubernetes.io/zone']
{{- end }}
{{- with .Values.verdicts.redis.url }}
- name: ECHOSOUNDER_VERDICTS_REDIS
  value: {{ . | quote }}
{{- end }}
{{- with .Values.verdicts.redis.passwordSecret }}
{{- if .name }}
- name: ECHOSOUNDER_VERDICTS_REDIS_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .name | quote }}
      key: {{ .key | quote }}
{{- end }}
{{- end }}
{{- if .Values.tracing.enabled }}
- name: QUARKUS_OTEL_SDK_DISABLED
  value: "false"
- name: QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ .Values.tracing.endpoint | quote }}
- name: QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL
  value: {{ .Values.tracing.protocol | quote }}
{{- end }}
{{- end }}

{{/*
The settings of the service: config.maxConnections becomes ECHOSOUNDER_MAX_CONNECTIONS, config.drain.window
ECHOSOUNDER_DRAIN_WINDOW. An empty list is left out: the service then has its own default.
*/}}
{{- define "echosounder.settings" -}}
{{- $prefix := .prefix }}
{{- range $key, $value := .settings }}
{{- $name := printf "%s_%s" $prefix (snakecase $key | upper) }}
{{- if kindIs "map" $value }}
{{- include "echosounder.settings" (dict "prefix" $name "settings" $value) }}
{{- else if kindIs "slice" $value }}
{{- with $value }}
- name: {{ $name }}
  value: {{ join "," . | quote }}
{{- end }}
{{- else if or (kindIs "float64" $value) (kindIs "int64" $value) }}
- name: {{ $name }}
  value: {{ int64 $value | toString | quote }}
{{- else if and (eq (toString $value) "") (ne $key "replyPrefix") }}
{{- else }}
- name: {{ $name }}
  value: {{ toString $value | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* A duration such as 500ms, 20s, 5m or 1h in whole seconds, rounded up. */}}
{{- define "echosounder.seconds" -}}
{{- $number := regexFind "^[0-9]+" . | int }}
{{- $unit := regexFind "[a-z]+$" . }}
{{- if eq $unit "ms" }}{{ div (add $number 999) 1000 }}
{{- else if eq $unit "s" }}{{ $number }}
{{- else if eq $unit "m" }}{{ mul $number 60 }}
{{- else }}{{ mul $number 3600 }}
{{- end }}
{{- end }}

{{/* A size such as 16M (Quarkus: powers of 1024), 512Mi or 1G (Kubernetes) in bytes; the factors are those of $units. */}}
{{- define "echosounder.bytes" -}}
{{- $number := regexFind "^[0-9.]+" (toString .size) | float64 }}
{{- $unit := regexFind "[A-Za-z]*$" (toString .size) }}
{{- $units := dict "" 1 "K" 1024 "M" 1048576 "G" 1073741824 }}
{{- if .kubernetes }}
{{- $units = dict "" 1 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 }}
{{- end }}
{{- mulf $number (get $units $unit | float64) | int64 }}
{{- end }}

{{/* The native sleep is on by default from 1.30; before that the routing grace alone has to do. */}}
{{- define "echosounder.preStopSeconds" -}}
{{- if semverCompare ">=1.30-0" .Capabilities.KubeVersion.Version }}{{ int .Values.termination.preStopSleepSeconds }}{{ else }}0{{ end }}
{{- end }}

{{/* What a drain takes at most: routers let go, connections are closed over the window, the last Close is answered. */}}
{{- define "echosounder.drainSeconds" -}}
{{- $grace := include "echosounder.seconds" .Values.config.drain.routingGrace | int }}
{{- $window := include "echosounder.seconds" .Values.config.drain.window | int }}
{{- $close := include "echosounder.seconds" .Values.config.closeTimeout | int }}
{{- add (include "echosounder.preStopSeconds" . | int) $grace $window $close }}
{{- end }}

{{- define "echosounder.terminationGracePeriodSeconds" -}}
{{- if kindIs "invalid" .Values.termination.gracePeriodSeconds }}
{{- add (include "echosounder.drainSeconds" . | int) (int .Values.termination.marginSeconds) }}
{{- else }}
{{- int .Values.termination.gracePeriodSeconds }}
{{- end }}
{{- end }}

{{/* The fewest pods there will ever be. */}}
{{- define "echosounder.minReplicas" -}}
{{- if .Values.autoscaling.enabled }}{{ int .Values.autoscaling.minReplicas }}
{{- else if .Values.keda.enabled }}{{ int .Values.keda.minReplicas }}
{{- else }}{{ int .Values.replicaCount }}
{{- end }}
{{- end }}

{{/* What every query is limited to: the pods of this release, whichever monitor scrapes them. */}}
{{- define "echosounder.metricSelector" -}}
{{- printf "namespace=\"%s\",pod=~\"%s-[a-z0-9]+-[a-z0-9]+\"" .Release.Namespace (include "echosounder.fullname" .) }}
{{- end }}

{{/*
The operator's own label "endpoint" (the port) would push aside the one of the metrics (the path). The pod is kept as a
label, since the queries of the alerts and the dashboard go by it.
*/}}
{{- define "echosounder.relabelings" -}}
- action: labeldrop
  regex: endpoint
{{- with .relabelings }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* What the pods that open WebSockets themselves have in common: those of "helm test", `check` and `load`. */}}
{{- define "echosounder.testLabels" -}}
app.kubernetes.io/name: {{ include "echosounder.name" . | printf "%s-test" | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{/* How often and how long to scrape. */}}
{{- define "echosounder.scrape" -}}
interval: {{ .interval }}
{{- with .scrapeTimeout }}
scrapeTimeout: {{ . }}
{{- end }}
{{- end }}

{{/* Where a pod may run and what it may push aside: the same for the service and for what tests it. */}}
{{- define "echosounder.placement" -}}
{{- $placement := dict }}
{{- range $field := list "nodeSelector" "affinity" "tolerations" "priorityClassName" }}
{{- with get $.Values $field }}
{{- $_ := set $placement $field . }}
{{- end }}
{{- end }}
{{- with $placement }}
{{- toYaml . }}
{{- end }}
{{- end }}
