namespace FeatureLearning.Plotly;

/// <summary>The JavaScript inside the HTML fragments. It runs in notebooks' output cells and in reports, so it keeps to old syntax.</summary>
internal static class PageScript
{
    /// <summary>
    /// <c>draw(Plotly, element, figure)</c>: draws with the layout for the element's width (the narrow one is in layout.meta) and changes
    /// layout when a resize crosses the limit; a slider stays where it was. On a phone plotly's buttons would cover the title, so they go.
    /// plotly.js edits the data and the layout it gets, and one figure may stand twice in a page, hence the copies.
    /// </summary>
    public const string Draw = """
        function draw(Plotly, element, figure) {
          var meta = figure.layout.meta || {};
          function copy(value) { return JSON.parse(JSON.stringify(value)); }
          function isNarrow() {
            // Measured without our own limit, which hides how much room there is.
            element.style.maxWidth = '';
            var narrow = !!meta.narrow && element.clientWidth > 0 && element.clientWidth < meta.narrowBelow;
            var most = narrow ? meta.narrowMaxWidth : meta.maxWidth;
            if (most) { element.style.maxWidth = most + 'px'; }
            return narrow;
          }
          function layout() {
            var own = copy(isNarrow() ? meta.narrow : figure.layout);
            // On a resize plotly.js forgets the layout's height and measures the element, which may be empty while it draws.
            if (own.height) { element.style.height = own.height + 'px'; }
            return own;
          }
          function config() {
            var settings = copy(figure.config || {responsive: true});
            if (isNarrow()) { settings.displayModeBar = false; }
            return settings;
          }
          function addFrames() {
            var frames = (figure.frames || []).map(function (frame, i) {
              var own = {}, name;
              for (name in frame) { own[name] = frame[name]; }
              if (narrow && meta.narrowFrames) { own.layout = meta.narrowFrames[i]; }
              return own;
            });
            return frames.length ? Plotly.addFrames(element, frames) : null;
          }
          var narrow = isNarrow();
          return Plotly.newPlot(element, figure.frames ? copy(figure.data) : figure.data, layout(), config()).then(addFrames).then(function () {
            window.addEventListener('resize', function () {
              if (!element.isConnected || isNarrow() === narrow) { return; }
              narrow = isNarrow();
              var next = layout(), slider = next.sliders && next.sliders[0];
              if (slider) { slider.active = element.layout.sliders[0].active; }
              Plotly.react(element, element.data, next, config()).then(addFrames).then(function () {
                if (slider) { Plotly.animate(element, slider.steps[slider.active].args[0], slider.steps[slider.active].args[1]); }
              });
            });
          });
        }
        """;

    /// <summary><c>explain(element, error)</c>: says in the place of a plot why it is not there; a map's outlines, say, come from the network.</summary>
    public const string Explain = """
        function explain(element, error) {
          var text = document.createElement('em');
          text.textContent = 'This figure could not be drawn here: ' + (error && error.message || error) + '.';
          element.innerHTML = '';
          element.appendChild(text);
        }
        """;

    /// <summary>
    /// <c>load(url, integrity)</c>: a promise of plotly.js, loaded once a page however many figures ask. An AMD loader on the page (classic
    /// Jupyter) does no harm, since plotly.js 3 and later always sets window.Plotly.
    /// </summary>
    public const string Load = """
        function load(url, integrity) {
          if (window.Plotly) { return Promise.resolve(window.Plotly); }
          if (!window.featureLearningPlotly) {
            window.featureLearningPlotly = new Promise(function (resolve, reject) {
              var script = document.createElement('script');
              script.src = url; script.integrity = integrity; script.crossOrigin = 'anonymous';
              script.onload = function () {
                if (window.Plotly) { resolve(window.Plotly); } else { reject(new Error('plotly.js is not what it should be')); }
              };
              script.onerror = function () {
                window.featureLearningPlotly = null;
                reject(new Error('plotly.js did not load'));
              };
              document.head.appendChild(script);
            });
          }
          return window.featureLearningPlotly;
        }
        """;

    /// <summary>
    /// <c>replace(key, figure, load)</c>: once plotly.js is there, draws every figure of the page with that key and hides its picture. Some
    /// hosts run the script before they attach the output, so the figure is looked for during some seconds. Any failure leaves the picture;
    /// a figure without one says what the failure was.
    /// </summary>
    public const string Replace = """
        function replace(key, figure, loaded) {
          loaded.then(function attempt(Plotly, tries) {
            var roots = document.querySelectorAll('[data-fl-figure="' + key + '"]:not([data-fl-drawn])');
            if (!roots.length) {
              if ((tries || 0) < 50) { setTimeout(function () { attempt(Plotly, (tries || 0) + 1); }, 100); }
              return;
            }
            Array.prototype.forEach.call(roots, function (root) {
              root.setAttribute('data-fl-drawn', '');
              var plot = root.querySelector('.fl-plot'), picture = root.querySelector('.fl-static');
              new Promise(function (done) { done(draw(Plotly, plot, figure)); }).then(
                function () { picture.style.display = 'none'; },
                function (error) { plot.innerHTML = ''; if (picture.localName !== 'img') { explain(picture, error); } });
            });
          }).catch(function () { });
        }
        """;
}
