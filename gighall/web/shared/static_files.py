"""Static files under names that change with their contents, so that browsers may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

# Django's patterns for `import … from "./x.js"`. Only our own modules are rewritten: they would otherwise be
# kept by browsers after an upgrade. The modules that installed apps bring import names Django cannot resolve.
_IMPORTS = ManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]


class HallStaticFiles(ManifestStaticFilesStorage):
    """Renames style sheets, fonts, scripts, and the modules that our modules import."""

    patterns = (*ManifestStaticFilesStorage.patterns, ("js/*", _IMPORTS))
