"""Interactive documentation, with assets served from an installed package: the browser needs no other host."""

from importlib.resources import as_file, files

from fastapi import APIRouter, FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.staticfiles import StaticFiles

from app.routers.common import problems
from app.schemas.document import ApiDocument

_OPENAPI_PATH = "/v1/openapi.json"
_ASSETS = "/docs/assets"
# Swagger UI writes its own styles into the page, and its start-up script stands in it.
_CONTENT_SECURITY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'none'"
)

_FOR_ANYONE = {
    "access-control-allow-origin": {"description": "`*`: any web page may read it.", "schema": {"type": "string"}}
}
router = APIRouter()


@router.get("/", include_in_schema=False)
async def go_to_docs() -> RedirectResponse:
    """The start page is the documentation."""
    return RedirectResponse("/docs")


@router.get("/docs", include_in_schema=False)
async def show_docs(request: Request) -> HTMLResponse:
    """Swagger UI on the API's own document."""
    page = get_swagger_ui_html(
        openapi_url=_OPENAPI_PATH,
        title=request.app.title,
        swagger_js_url=f"{_ASSETS}/swagger-ui-bundle.js",
        swagger_css_url=f"{_ASSETS}/swagger-ui.css",
        swagger_favicon_url=f"{_ASSETS}/favicon.png",
    )
    page.headers["Content-Security-Policy"] = _CONTENT_SECURITY
    return page


@router.get(
    _OPENAPI_PATH,
    operation_id="getOpenApiDocument",
    tags=["document"],
    response_class=JSONResponse,
    response_model=None,
    responses={
        200: {"model": ApiDocument, "description": "The document.", "headers": _FOR_ANYONE},
        **problems(public=True),
    },
)
async def show_openapi(request: Request) -> JSONResponse:
    """The OpenAPI document, for anyone and from any web page (NL API Design Rules)."""
    return JSONResponse(request.app.openapi(), headers={"Access-Control-Allow-Origin": "*"})


def mount_assets(app: FastAPI) -> None:
    """Serve the scripts and styles of the documentation."""
    with as_file(files("fastapi_offline") / "static") as folder:
        app.mount(_ASSETS, StaticFiles(directory=folder), name="docs-assets")
