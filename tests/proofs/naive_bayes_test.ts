import { proven } from "./proven.ts";

proven("naive-bayes");
