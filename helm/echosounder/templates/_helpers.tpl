{{/* Names are cut at 63 characters, what a DNS label may have. */}}
{{- define "echosounder.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* At most 52, so that what is appended ("-websocket", a pod's hash) still fits. */}}
{{- define "echosounder.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{/* What selects the pods. A Deployment's selector cannot change, so nothing may ever be added here. */}}
{{- define "echosounder.selectorLabels" -}}
app.kubernetes.io/name: {{ include "echosounder.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "echosounder.commonLabels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "echosounder.labels" -}}
{{ include "echosounder.selectorLabels" . }}
{{ include "echosounder.commonLabels" . }}
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
