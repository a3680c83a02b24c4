{{- define "recordedrun.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "recordedrun.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "recordedrun.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "recordedrun.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "recordedrun.selectorLabels" -}}
app.kubernetes.io/name: {{ include "recordedrun.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "recordedrun.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 }}
{{ include "recordedrun.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "recordedrun.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "recordedrun.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- required "serviceAccount.name: name the account to use, or leave serviceAccount.create on" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* The operator as the API server knows it. */}}
{{- define "recordedrun.username" -}}
system:serviceaccount:{{ .Release.Namespace }}:{{ include "recordedrun.serviceAccount" . }}
{{- end }}

{{/* An image by its digest, or else by its tag: (list IMAGE APPVERSION) */}}
{{- define "recordedrun.image" -}}
{{- $image := index . 0 }}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ $image.tag | default (index . 1) }}
{{- end }}
{{- end }}

{{/* Where the store listens: as its endpoint says, or by the scheme. */}}
{{- define "recordedrun.storePort" -}}
{{- include "recordedrun.port" (.Values.store.endpoint | default "https://s3.amazonaws.com") -}}
{{- end }}

{{/* The port of a URL. */}}
{{- define "recordedrun.port" -}}
{{- $url := urlParse . -}}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" -}}
{{- $port | default (ternary 80 443 (eq $url.scheme "http")) -}}
{{- end }}

{{/* A map as the operator's options take it: cpu=100m,memory=256Mi */}}
{{- define "recordedrun.pairs" -}}
{{- $pairs := list }}
{{- range $name, $value := . }}
{{- $pairs = append $pairs (printf "%s=%v" $name $value) }}
{{- end }}
{{- join "," $pairs }}
{{- end }}

{{/* What the operator does with runs and their pods, and nothing else. */}}
{{- define "recordedrun.rules" -}}
# get: to try a finalizer again where somebody else changed the run meanwhile
- apiGroups: [wholetale.org]
  resources: [recordedruns]
  verbs: [get, list, watch, patch, delete]
- apiGroups: [wholetale.org]
  resources: [recordedruns/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [events]
  verbs: [create]
# To say before a run starts what it names that is not there, and to try the store with the namespace's keys. Who may
# create pods in a namespace can mount all of these there, and read them so. Without it the kubelet finds out, later.
- apiGroups: [""]
  resources: [persistentvolumeclaims, configmaps, secrets]
  verbs: [get]
{{- end }}

{{/* The names of all Secrets that a RecordedRun names, in CEL. */}}
{{- define "recordedrun.secretsOfRun" -}}
object.spec.?env.orValue([]).map(e, e.?valueFrom.?secretKeyRef.?name.orValue(''))
+ object.spec.?imagePullSecrets.orValue([]).map(s, s.?name.orValue(''))
+ [object.spec.?workspace, object.spec.?data].map(v, v.?secret.?secretName.orValue(''))
+ [object.spec.?workspace, object.spec.?data].map(v, v.?csi.?nodePublishSecretRef.?name.orValue(''))
{{- end }}
