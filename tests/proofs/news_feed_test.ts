import { proven } from "./proven.ts";

proven("news-feed");
