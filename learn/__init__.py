"""Reader of nothing but words: nine short pages, each with its sources and review date."""
