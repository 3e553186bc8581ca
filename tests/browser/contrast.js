// Lists the texts whose contrast with what lies behind them is below a bound: alpha, layers and
// opacity included, texts in SVG against the shapes under them.
(least) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const seen = new Map();
    const read = (colour) => {
        if (!seen.has(colour)) {
            pen.clearRect(0, 0, 1, 1);
            pen.fillStyle = colour;
            pen.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
            seen.set(colour, [r, g, b, a / 255]);
        }
        return seen.get(colour);
    };
    const over = ([r, g, b, a], below) => [r, g, b].map((part, i) => part * a + below[i] * (1 - a));
    const faded = (colour, by) => [...colour.slice(0, 3), colour[3] * by];
    const opacity = (element) => {
        let all = 1;
        for (let each = element; each; each = each.parentElement) all *= Number(getComputedStyle(each).opacity);
        return all;
    };
    const layers = (element) => {
        const found = [];
        for (let each = element; each; each = each.parentElement) found.push(read(getComputedStyle(each).backgroundColor));
        return found.reverse();
    };
    const shapes = (element) => {
        const box = element.getBoundingClientRect();
        const at = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return at.filter((each) => each.ownerSVGElement && !each.contains(element) && !each.closest("text"))
            .map((each) => [getComputedStyle(each), opacity(each)])
            .filter(([style]) => style.fill !== "none" && !style.fill.startsWith("url"))
            .map(([style, all]) => faded(read(style.fill), all * Number(style.fillOpacity))).reverse();
    };
    const bright = (rgb) => {
        const [r, g, b] = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const wrong = new Map();
    const texts = document.createTreeWalker(document.querySelector(".infonet-app") ?? document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        if (element.closest(":disabled, [aria-disabled=true], option, title, desc")) continue;
        const style = getComputedStyle(element);
        const svg = element.closest("svg");
        const paper = [...layers(svg ?? element), ...(svg ? shapes(element) : [])].reduce((below, each) => over(each, below), [255, 255, 255]);
        const ink = svg ? faded(read(style.fill), Number(style.fillOpacity)) : read(style.color);
        const [light, dark] = [bright(over(faded(ink, opacity(element)), paper)), bright(paper)].sort((a, b) => b - a);
        const ratio = (light + 0.05) / (dark + 0.05);
        if (ratio < least) wrong.set(`${element.tagName}.${element.getAttribute("class") ?? ""}`, `${ratio.toFixed(2)} “${texts.currentNode.data.trim().slice(0, 40)}”`);
    }
    return [...wrong].map((each) => each.join(": "));
}
