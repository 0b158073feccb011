"""Static files under names that change with their contents, so that browsers may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HallStaticFiles(ManifestStaticFilesStorage):
    """Renames imported modules too; otherwise a browser would keep old ones after an upgrade."""

    support_js_module_import_aggregation = True
